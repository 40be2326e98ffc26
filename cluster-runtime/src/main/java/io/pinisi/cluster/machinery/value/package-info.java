/**
 * Small values that several kinds are written with and that mean more than their text: amounts that
 * may be a share, cron schedules, sets of indexes. Rules check them, controllers reckon with them.
 */
@NullMarked
package io.pinisi.cluster.machinery.value;

import org.jspecify.annotations.NullMarked;
