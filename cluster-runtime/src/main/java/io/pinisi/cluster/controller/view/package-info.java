/** Reading views on the trees of kinds that several components look at. Pure. */
@NullMarked
package io.pinisi.cluster.controller.view;

import org.jspecify.annotations.NullMarked;
