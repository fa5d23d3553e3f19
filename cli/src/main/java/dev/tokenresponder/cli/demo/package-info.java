/** An AWS in memory, behind the port that the real one stands behind. */
@NullMarked
package dev.tokenresponder.cli.demo;

import org.jspecify.annotations.NullMarked;
