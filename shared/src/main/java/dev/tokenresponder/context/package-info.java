/** What is known beyond the record itself: whom and which networks the company trusts. */
@NullMarked
package dev.tokenresponder.context;

import org.jspecify.annotations.NullMarked;
