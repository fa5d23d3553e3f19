/** Ends sessions and revokes grants and tokens in Okta. */
@NullMarked
package dev.tokenresponder.connectors.okta;

import org.jspecify.annotations.NullMarked;
