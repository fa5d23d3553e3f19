/** What is done to tokens and deploy keys of one organization on GitHub. */
@NullMarked
package dev.tokenresponder.connectors.github;

import org.jspecify.annotations.NullMarked;
