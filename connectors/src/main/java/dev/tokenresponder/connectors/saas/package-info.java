/** What the connectors to Okta, Slack and Dropbox have in common. */
@NullMarked
package dev.tokenresponder.connectors.saas;

import org.jspecify.annotations.NullMarked;
