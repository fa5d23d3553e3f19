/** Messages out of AWS functions: to the responder's bus and to owners. */
@NullMarked
package dev.tokenresponder.aws.messaging;

import org.jspecify.annotations.NullMarked;
