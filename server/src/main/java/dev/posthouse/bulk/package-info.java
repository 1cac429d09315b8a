/// Work in bulk: jobs that outlive the process, a slice at a time beside live traffic, each slice
/// committed together with how far the job has come.
@NullMarked
package dev.posthouse.bulk;

import org.jspecify.annotations.NullMarked;
