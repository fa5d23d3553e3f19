/** Webhooks that bring records: who sent them is proven before anything of them goes further. */
@NullMarked
package dev.tokenresponder.connectors.inbound;

import org.jspecify.annotations.NullMarked;
