/** How fast rules are loaded and matched, beside other contenders on the same bytes. */
@NullMarked
package dev.tokenresponder.benchmarks;

import org.jspecify.annotations.NullMarked;
