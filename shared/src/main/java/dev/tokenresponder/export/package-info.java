/** Incidents in the forms that other systems take. */
@NullMarked
package dev.tokenresponder.export;

import org.jspecify.annotations.NullMarked;
