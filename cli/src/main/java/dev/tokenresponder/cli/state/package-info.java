/** Incidents in a file, so that a later run of the command line knows them. */
@NullMarked
package dev.tokenresponder.cli.state;

import org.jspecify.annotations.NullMarked;
