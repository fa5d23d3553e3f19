/** What of a rule the service that brings the records can check before a function runs. */
@NullMarked
package dev.tokenresponder.sigma.upstream;

import org.jspecify.annotations.NullMarked;
