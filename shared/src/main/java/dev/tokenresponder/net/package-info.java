/** Network addresses and ranges, parsed and compared as numbers; depends on nothing. */
@NullMarked
package dev.tokenresponder.net;

import org.jspecify.annotations.NullMarked;
