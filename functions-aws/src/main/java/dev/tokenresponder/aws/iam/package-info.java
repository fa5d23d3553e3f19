/** The IAM actions, the port they work through, and its adapter to AWS. */
@NullMarked
package dev.tokenresponder.aws.iam;

import org.jspecify.annotations.NullMarked;
