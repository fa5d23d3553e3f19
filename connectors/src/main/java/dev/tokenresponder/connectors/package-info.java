/** What both clouds and the command line use to act in other systems. */
@NullMarked
package dev.tokenresponder.connectors;

import org.jspecify.annotations.NullMarked;
