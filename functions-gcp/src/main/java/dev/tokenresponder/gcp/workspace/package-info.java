/** What is done to people's sessions and to the applications they let in, in Google Workspace. */
@NullMarked
package dev.tokenresponder.gcp.workspace;

import org.jspecify.annotations.NullMarked;
