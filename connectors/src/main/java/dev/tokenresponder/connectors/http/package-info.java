/**
 * One way to call HTTP interfaces: pinned hosts, no redirects, bounded waiting, retries, a breaker.
 */
@NullMarked
package dev.tokenresponder.connectors.http;

import org.jspecify.annotations.NullMarked;
