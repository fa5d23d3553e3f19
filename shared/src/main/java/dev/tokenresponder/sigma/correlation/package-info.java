/** Correlations: what several events, each of which a rule matched, mean together. */
@NullMarked
package dev.tokenresponder.sigma.correlation;

import org.jspecify.annotations.NullMarked;
