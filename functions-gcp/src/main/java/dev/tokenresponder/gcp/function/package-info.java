/** The functions: check the push, unwrap, delegate, and say what may be delivered again. */
@NullMarked
package dev.tokenresponder.gcp.function;

import org.jspecify.annotations.NullMarked;
