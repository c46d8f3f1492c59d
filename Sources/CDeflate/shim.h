// libdeflate, with which git's packs are unpacked.
#ifndef COTECH_CDEFLATE_SHIM_H
#define COTECH_CDEFLATE_SHIM_H

#include <libdeflate.h>

#endif
