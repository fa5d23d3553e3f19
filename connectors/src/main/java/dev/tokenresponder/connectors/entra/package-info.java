/** Entra and Office 365 through Microsoft Graph v1.0: sessions, applications and their secrets. */
@NullMarked
package dev.tokenresponder.connectors.entra;

import org.jspecify.annotations.NullMarked;
