/** What the commands print: lines for machines, text for people. */
@NullMarked
package dev.tokenresponder.cli.output;

import org.jspecify.annotations.NullMarked;
