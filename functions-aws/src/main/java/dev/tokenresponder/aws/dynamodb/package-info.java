/** Incidents in DynamoDB. */
@NullMarked
package dev.tokenresponder.aws.dynamodb;

import org.jspecify.annotations.NullMarked;
