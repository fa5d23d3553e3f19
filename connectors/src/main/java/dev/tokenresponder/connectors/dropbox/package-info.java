/** Takes applications' access to members of a Dropbox team away. */
@NullMarked
package dev.tokenresponder.connectors.dropbox;

import org.jspecify.annotations.NullMarked;
