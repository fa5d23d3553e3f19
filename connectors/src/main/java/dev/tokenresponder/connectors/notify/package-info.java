/** Messages to owners that no cloud is needed for: e-mail and chat. */
@NullMarked
package dev.tokenresponder.connectors.notify;

import org.jspecify.annotations.NullMarked;
