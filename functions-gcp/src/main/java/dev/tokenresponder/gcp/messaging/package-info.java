/** Messages by Pub/Sub: requests and outcomes, what owners are told, and what cannot be read. */
@NullMarked
package dev.tokenresponder.gcp.messaging;

import org.jspecify.annotations.NullMarked;
