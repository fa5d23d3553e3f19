/** What must lose nothing and do nothing twice, whatever breaks in between. */
@NullMarked
package dev.tokenresponder.aws.faults;

import org.jspecify.annotations.NullMarked;
