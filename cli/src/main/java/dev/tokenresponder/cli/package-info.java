/** The command line. */
@NullMarked
package dev.tokenresponder.cli;

import org.jspecify.annotations.NullMarked;
