/** Requests for certificates: rules, approval, and the certificate in the status */
@NullMarked
package io.pinisi.cluster.registry.certificates;

import org.jspecify.annotations.NullMarked;
