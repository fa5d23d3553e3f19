/**
 * What answers like Google's APIs, for tests and for trying things out: state in memory, refusals
 * as the REST reference states them.
 */
@NullMarked
package dev.tokenresponder.gcp.doubles;

import org.jspecify.annotations.NullMarked;
