/** Files and streams of records, cut into JSON documents in bounded memory. */
@NullMarked
package dev.tokenresponder.cli.input;

import org.jspecify.annotations.NullMarked;
