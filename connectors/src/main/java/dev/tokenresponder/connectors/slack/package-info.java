/** Restricts and uninstalls applications and ends sessions in Slack's Enterprise organizations. */
@NullMarked
package dev.tokenresponder.connectors.slack;

import org.jspecify.annotations.NullMarked;
