/** What AWS functions do, as metrics of CloudWatch. */
@NullMarked
package dev.tokenresponder.aws.metrics;

import org.jspecify.annotations.NullMarked;
