/** The catalogue of actions as data, what a request and an outcome are, and the handler port. */
@NullMarked
package dev.tokenresponder.action;

import org.jspecify.annotations.NullMarked;
