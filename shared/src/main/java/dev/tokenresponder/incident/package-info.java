/** Incidents: what people see and undo, their state, and where they are kept. */
@NullMarked
package dev.tokenresponder.incident;

import org.jspecify.annotations.NullMarked;
