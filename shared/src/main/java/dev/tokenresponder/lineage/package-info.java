/** Which credential was made from which, so that containing one can reach what came of it. */
@NullMarked
package dev.tokenresponder.lineage;

import org.jspecify.annotations.NullMarked;
