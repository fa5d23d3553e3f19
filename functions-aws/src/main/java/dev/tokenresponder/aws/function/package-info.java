/** The Lambda functions: unwrap, delegate, and say what may be tried again. */
@NullMarked
package dev.tokenresponder.aws.function;

import org.jspecify.annotations.NullMarked;
