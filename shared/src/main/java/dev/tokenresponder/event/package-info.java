/** The vocabulary: what a token event is and whom and what it names; depends on nothing. */
@NullMarked
package dev.tokenresponder.event;

import org.jspecify.annotations.NullMarked;
