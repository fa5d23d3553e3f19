/** Pages of HTML, in which everything from a record is text and nothing else. */
@NullMarked
package dev.tokenresponder.page;

import org.jspecify.annotations.NullMarked;
