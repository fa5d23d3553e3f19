/** What every AWS adapter needs: clients and the meaning of errors. */
@NullMarked
package dev.tokenresponder.aws;

import org.jspecify.annotations.NullMarked;
