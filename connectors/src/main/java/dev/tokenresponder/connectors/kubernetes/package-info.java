/** What is done in Kubernetes clusters: pods, secrets, bindings and accounts behind a token. */
@NullMarked
package dev.tokenresponder.connectors.kubernetes;

import org.jspecify.annotations.NullMarked;
