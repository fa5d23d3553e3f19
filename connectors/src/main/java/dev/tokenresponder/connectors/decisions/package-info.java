/** Decisions by link: signed links, and the page behind them. */
@NullMarked
package dev.tokenresponder.connectors.decisions;

import org.jspecify.annotations.NullMarked;
