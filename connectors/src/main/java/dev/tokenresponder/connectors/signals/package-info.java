/** Shared Signals: security events told to others, and taken from them, as signed tokens. */
@NullMarked
package dev.tokenresponder.connectors.signals;

import org.jspecify.annotations.NullMarked;
