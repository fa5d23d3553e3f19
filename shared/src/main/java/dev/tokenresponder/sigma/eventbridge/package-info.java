/** What of a rule EventBridge can check before a function runs. */
@NullMarked
package dev.tokenresponder.sigma.eventbridge;

import org.jspecify.annotations.NullMarked;
