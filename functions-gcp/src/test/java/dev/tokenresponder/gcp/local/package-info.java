/** Everything around the packaged functions, on this machine: for tests and for trying them out. */
@NullMarked
package dev.tokenresponder.gcp.local;

import org.jspecify.annotations.NullMarked;
