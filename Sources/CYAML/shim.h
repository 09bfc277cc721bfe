#ifndef SCRIPTORIUM_CYAML_H
#define SCRIPTORIUM_CYAML_H

#include <yaml.h>

#endif
