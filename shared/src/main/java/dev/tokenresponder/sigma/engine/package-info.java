/**
 * Many rules against one record: a scan of the bytes fills slots with the fields that some rule
 * reads, an index over what rules demand finds the few that may match, and only those are checked.
 */
@NullMarked
package dev.tokenresponder.sigma.engine;

import org.jspecify.annotations.NullMarked;
