/** What is done to service accounts, their keys, and IAM policies. */
@NullMarked
package dev.tokenresponder.gcp.iam;

import org.jspecify.annotations.NullMarked;
