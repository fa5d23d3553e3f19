/** The way through: {@code Evaluator} judges bytes, {@code ActionRunner} performs one action. */
@NullMarked
package dev.tokenresponder.respond;

import org.jspecify.annotations.NullMarked;
